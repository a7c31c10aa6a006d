/** Of everybody in these tests. */
export const PASSWORD = "violet tractor hums nine";

interface Sent {
  readonly method?: string;
  readonly body?: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

/** A browser as far as accounts need one: it keeps the cookie, sends forms with their token, and follows nothing. */
export class Visitor {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  #cookie = "";

  /** `headers` go along with everything. */
  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.#url = url;
    this.#headers = headers;
  }

  get cookie(): string {
    return this.#cookie;
  }
  set cookie(cookie: string) {
    this.#cookie = cookie;
  }

  /** Asks for a page. */
  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.#send(path, { headers });
  }

  /** Sends a form as a page of ours would, with the token that stands in /account unless fields have another. */
  async post(
    path: string,
    fields: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const token = this.#cookie === "" ? {} : { "form-token": await this.#formToken() };
    return this.#send(path, {
      method: "POST",
      body: new URLSearchParams({ ...token, ...fields }),
      headers: { "sec-fetch-site": "same-origin", ...headers },
    });
  }

  async signIn(name: string, password = PASSWORD): Promise<Response> {
    return this.post("/sign-in", { name, password });
  }

  async #formToken(): Promise<string> {
    const page = await (await this.get("/account")).text();
    return /name="form-token" value="([^"]+)"/.exec(page)?.[1] ?? "";
  }

  async #send(path: string, init: Sent): Promise<Response> {
    const answer = await fetch(this.#url + path, {
      ...init,
      redirect: "manual",
      headers: { ...this.#headers, ...(this.#cookie === "" ? {} : { cookie: this.#cookie }), ...init.headers },
    });
    for (const set of answer.headers.getSetCookie())
      this.#cookie = /Max-Age=0/.test(set) ? "" : (set.split(";")[0] ?? "");
    return answer;
  }
}

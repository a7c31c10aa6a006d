/**
 * `<pass-key data-make="{…}">` or `<pass-key data-ask="/sign-in/passkey">` around a form with a field `answer`: when the form
 * is sent, has the browser make a passkey, or sign by one, and sends what it answers. Where a browser cannot, the element
 * goes away: a password is for all.
 */
class PassKey extends HTMLElement {
  readonly #alert = document.createElement("p");

  connectedCallback(): void {
    const form = this.querySelector("form");
    if (form === null || !("credentials" in navigator) || !("parseRequestOptionsFromJSON" in PublicKeyCredential)) {
      this.hidden = true;
      return;
    }
    this.#alert.className = "notice";
    this.#alert.role = "alert";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send(form);
    });
  }

  async #send(form: HTMLFormElement): Promise<void> {
    try {
      const credential = await this.#credential();
      const field = form.elements.namedItem("answer") as HTMLInputElement;
      field.value = JSON.stringify((credential as PublicKeyCredential).toJSON());
      form.submit();
    } catch (error) {
      this.#alert.textContent = `Nothing came of it: ${error instanceof Error ? error.message : String(error)}`;
      form.before(this.#alert);
    }
  }

  async #credential(): Promise<Credential | null> {
    const { make, ask = "" } = this.dataset;
    if (make !== undefined) {
      const options = JSON.parse(make) as PublicKeyCredentialCreationOptionsJSON;
      return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
    }
    const answer = await fetch(ask);
    if (!answer.ok) throw new Error(`${ask} answered ${answer.status}`);
    const options = (await answer.json()) as PublicKeyCredentialRequestOptionsJSON;
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  }
}

customElements.define("pass-key", PassKey);

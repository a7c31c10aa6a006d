import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONTROL_MEANS, type ControlRelation } from "../../model/index.ts";
import { toControlRelations } from "./control.ts";
import { formatBods } from "./format.ts";
import { parseBods } from "./parse.ts";
import { packageSchema } from "./statement.ts";

const PUBLICATION = { date: "2026-08-01", publisher: "An observatory" };

const RELATION: ControlRelation = {
  controller: "openai-nonprofit-board",
  controlled: "openai",
  controllerName: "Board of the OpenAI Nonprofit",
  controlledName: "OpenAI",
  means: "removal",
  sharePercent: null,
  start: "2019-03-11",
  end: null,
  basis: "bylaws: the board elects, and removes, directors",
  tested: "failed",
  evidence: "openai-2023-11-board",
};

type Package = ReturnType<typeof formatBods>;
const parse = (text: string): ReturnType<typeof parseBods> =>
  parseBods({ name: "control.json", bytes: Buffer.from(text) });
const read = (statements: unknown): ReturnType<typeof toControlRelations> =>
  toControlRelations(parse(JSON.stringify(statements)).statements);

describe("a control graph as BODS, and back", () => {
  test("parties first, then the edge, in words that a reader of BODS understands", () => {
    const [subject, board, edge, ...more] = formatBods([RELATION], PUBLICATION);
    expect(more).toEqual([]);
    expect(subject).toMatchObject({ recordType: "entity", recordId: "openai", recordDetails: { name: "OpenAI" } });
    expect(board).toMatchObject({ recordType: "entity", recordId: "openai-nonprofit-board" });
    expect(edge).toMatchObject({
      statementId: expect.stringMatching(/^[0-9a-f]{64}$/),
      declarationSubject: "openai",
      source: { description: "openai-2023-11-board" },
      publicationDetails: { bodsVersion: "0.4", publisher: { name: "An observatory" } },
      recordDetails: {
        subject: "openai",
        interestedParty: "openai-nonprofit-board",
        interests: [
          {
            type: "controlViaCompanyRulesOrArticles",
            details: "removal, failed: bylaws: the board elects, and removes, directors",
            startDate: "2019-03-11",
          },
        ],
      },
    });
  });

  const name = fc.string({ minLength: 1, unit: "grapheme" });
  const day = fc.option(
    fc
      .date({ min: new Date("1950-01-01"), max: new Date("2049-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    { nil: null },
  );
  /** Of ten parties, each with one name throughout. */
  const relations = fc.tuple(fc.array(name, { minLength: 10, maxLength: 10 })).chain(([names]) => {
    const party = fc.integer({ min: 0, max: 9 });
    return fc.array(
      fc
        .record({
          a: party,
          b: party,
          means: fc.constantFrom(...CONTROL_MEANS),
          sharePercent: fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: null }),
          start: day,
          end: day,
          basis: fc.string({ unit: "grapheme" }),
          tested: fc.constantFrom("held", "failed", "untested"),
          evidence: fc.string(),
          own: fc.record(
            {
              testedOn: day.filter((one) => one !== null),
              members: fc.array(name),
              quota: fc.integer({ min: 1, max: 9 }),
            },
            { requiredKeys: [] },
          ),
        })
        .map(({ a, b, own, ...rest }): ControlRelation => ({
          ...rest,
          ...own,
          controller: `party-${a}`,
          controlled: `party-${b}`,
          controllerName: names[a] as string,
          controlledName: names[b] as string,
        })),
      { maxLength: 12 },
    );
  });

  test("every graph comes back from valid statements as it was; its evidence is then the statement", () => {
    fc.assert(
      fc.property(relations, (graph) => {
        const statements = formatBods(graph, PUBLICATION);
        expect(packageSchema.safeParse(JSON.parse(JSON.stringify(statements))).error).toBeUndefined();
        expect(formatBods(graph, PUBLICATION)).toEqual(statements);
        if (graph.length === 0) return;
        const { control, leftOut } = read(statements);
        const plain = (edges: readonly ControlRelation[]): string[] =>
          edges.map((edge) => JSON.stringify({ ...edge, evidence: "" }, Object.keys(edge).toSorted()));
        expect(new Set(plain(control))).toEqual(new Set(plain(graph)));
        expect([leftOut, control.every(({ evidence }) => /^bods\/control\.json#[0-9a-f]{64}$/.test(evidence))]).toEqual(
          [[], true],
        );
      }),
    );
  });
});

describe("statements of other publishers", () => {
  const [subject, party, edge] = formatBods([RELATION], PUBLICATION) as [Package[0], Package[0], Package[0]];
  const withDetails = (statement: Package[0], details: object, id = "x"): object => ({
    ...statement,
    statementId: statement.statementId.slice(0, 60) + id,
    recordDetails: { ...statement.recordDetails, ...details },
  });
  const google = withDetails(party, { name: "Google DeepMind", identifiers: [] });

  test("lab by name, means by type, share where it is exact", () => {
    const interests = [
      { type: "shareholding", share: { exact: 12 } },
      { type: "votingRights", share: { minimum: 25, maximum: 25 } },
      { type: "boardMember", share: { minimum: 25, maximum: 50 }, details: "one seat" },
      { type: "rightsToProfitOrIncome" },
    ];
    const { control, leftOut } = read([subject, google, withDetails(edge, { interests })]);
    expect(control).toMatchObject([
      {
        controller: "google",
        controllerName: "Google DeepMind",
        means: "voting-shares",
        sharePercent: 25,
        basis: "votingRights",
      },
      { controller: "google", means: "board-seats", sharePercent: null, basis: "one seat", tested: "untested" },
    ]);
    expect(leftOut.map(({ why }) => why)).toEqual(["an interest that is no control: rightsToProfitOrIncome"]);
  });

  test("of a record the newest statement counts; a closed one has ended", () => {
    const closed = { ...edge, statementDate: "2026-09-01T10:00:00Z", recordStatus: "closed" };
    expect(read([subject, party, closed, edge]).control).toMatchObject([{ end: "2026-09-01" }]);
  });

  test("no edge for persons, the unknown, or what its components tell", () => {
    const person = { ...party, recordType: "person", recordDetails: { isComponent: false, personType: "knownPerson" } };
    const why = (...statements: object[]): string[] => read(statements).leftOut.map((one) => one.why);
    expect(why(subject, person, edge)).toEqual(["a party is a person"]);
    expect(why(subject, edge)).toEqual(["a party has no statement"]);
    expect(why(subject, party, withDetails(edge, { interests: [] }))).toEqual(["no interest is named"]);
    expect(why(subject, withDetails(edge, { interestedParty: { reason: "unknown" } }))).toEqual([
      "a party is not specified",
    ]);
    expect(why(subject, party, withDetails(edge, { componentRecords: ["r1"] }))).toEqual([
      "an indirect relationship, told by its components",
    ]);
  });

  test.each<[string, string, string]>([
    ["no JSON", "<html>", "control.json is no package that import bods reads; expected a JSON array of statements"],
    ["an empty array", "[]", "control.json is no package that import bods reads"],
    ["an empty file", "", "control.json is empty"],
    ["another array", "[1]", "control.json is no package that import bods reads"],
    ["a short id", JSON.stringify([{ ...subject, statementId: "short" }]), "control.json: 0.statementId: "],
    [
      "no such day",
      JSON.stringify([subject, { ...edge, statementDate: "2026-02-30" }]),
      "control.json: 1.statementDate: ",
    ],
    ["no such record", JSON.stringify([{ ...subject, recordType: "ship" }]), "control.json: 0.recordType: "],
    [
      "no such interest",
      JSON.stringify([withDetails(edge, { interests: [{ type: "charm" }] })]),
      "control.json: 0.recordDetails.interests.0.type: ",
    ],
    [
      "a share beyond the whole",
      JSON.stringify([withDetails(edge, { interests: [{ share: { exact: 101 } }] })]),
      "0.recordDetails.interests.0.share.exact: ",
    ],
    [
      "components of a component",
      JSON.stringify([withDetails(edge, { isComponent: true, componentRecords: ["r"] })]),
      "a component has no components",
    ],
  ])("refuses %s", (_what, text, message) => expect(() => parse(text)).toThrow(message));
});

import * as z from "zod";

/**
 * Statements of the Beneficial Ownership Data Standard 0.4 (https://standard.openownership.org/en/0.4.0/), as far as we
 * read and write them: what its JSON Schema demands of the members named here holds; other members may stand beside.
 */

/** The codes of its interestType list. */
export const INTEREST_TYPES = [
  "shareholding",
  "votingRights",
  "appointmentOfBoard",
  "otherInfluenceOrControl",
  "seniorManagingOfficial",
  "settlor",
  "trustee",
  "protector",
  "beneficiaryOfLegalArrangement",
  "rightsToSurplusAssetsOnDissolution",
  "rightsToProfitOrIncome",
  "rightsGrantedByContract",
  "conditionalRightsGrantedByContract",
  "controlViaCompanyRulesOrArticles",
  "controlByLegalFramework",
  "boardMember",
  "boardChair",
  "unknownInterest",
  "unpublishedInterest",
  "enjoymentAndUseOfAssets",
  "rightToProfitOrIncomeFromAssets",
  "nominee",
  "nominator",
] as const;
export type InterestType = (typeof INTEREST_TYPES)[number];

const ENTITY_TYPES = [
  "registeredEntity",
  "legalEntity",
  "arrangement",
  "anonymousEntity",
  "unknownEntity",
  "state",
  "stateBody",
] as const;

const UNSPECIFIED_REASONS = [
  "noBeneficialOwners",
  "subjectUnableToConfirmOrIdentifyBeneficialOwner",
  "interestedPartyHasNotProvidedInformation",
  "subjectExemptFromDisclosure",
  "interestedPartyExemptFromDisclosure",
  "unknown",
  "informationUnknownToPublisher",
] as const;

const dateOrTime = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);
const percent = z.number().min(0).max(100);

/** The record that stands for a party, or why there is none. */
const party = z.union([z.string(), z.looseObject({ reason: z.enum(UNSPECIFIED_REASONS) })]);

/** What we write beside the standard's members, which allows that: what is known of a body's vote, and of a use. */
const ownSchema = z.looseObject({
  testedOn: z.iso.date().optional(),
  members: z.array(z.string()).readonly().optional(),
  quota: z.int().min(1).optional(),
});

const interestSchema = z.looseObject({
  corrigible: ownSchema.optional(),
  type: z.enum(INTEREST_TYPES).optional(),
  directOrIndirect: z.enum(["direct", "indirect", "unknown"]).optional(),
  beneficialOwnershipOrControl: z.boolean().optional(),
  details: z.string().optional(),
  share: z
    .looseObject({
      exact: percent.optional(),
      minimum: percent.optional(),
      maximum: percent.optional(),
      exclusiveMinimum: percent.optional(),
      exclusiveMaximum: percent.optional(),
    })
    .optional(),
  startDate: z.iso.date().optional(),
  endDate: z.iso.date().optional(),
});
export type Interest = z.infer<typeof interestSchema>;

const identifierSchema = z
  .looseObject({ id: z.string().optional(), scheme: z.string().optional(), schemeName: z.string().optional() })
  .refine(
    ({ scheme, schemeName }) => scheme !== undefined || schemeName !== undefined,
    "scheme or schemeName is missing",
  );

const entityDetails = z.looseObject({
  isComponent: z.boolean(),
  entityType: z.looseObject({
    type: z.enum(ENTITY_TYPES),
    subtype: z.enum(["governmentDepartment", "stateAgency", "other", "trust", "nomination"]).optional(),
    details: z.string().optional(),
  }),
  name: z.string().optional(),
  identifiers: z.array(identifierSchema).optional(),
});

const personDetails = z.looseObject({
  isComponent: z.boolean(),
  personType: z.enum(["knownPerson", "anonymousPerson", "unknownPerson"]),
});

const relationshipDetails = z
  .looseObject({
    isComponent: z.boolean(),
    componentRecords: z.array(z.string()).optional(),
    subject: party,
    interestedParty: party,
    interests: z.array(interestSchema).optional(),
  })
  .refine(
    ({ isComponent, componentRecords = [] }) => !isComponent || componentRecords.length === 0,
    "a component has no components",
  );

const publicationSchema = z.looseObject({
  publicationDate: dateOrTime,
  bodsVersion: z.string().regex(/^\d+\.\d+$/),
  license: z.string().optional(),
  publisher: z
    .looseObject({ name: z.string().optional(), url: z.string().optional() })
    .refine(({ name, url }) => name !== undefined || url !== undefined, "name or url is missing"),
});

const statementMembers = {
  statementId: z.string().min(32).max(64),
  statementDate: dateOrTime,
  declarationSubject: z.string(),
  recordId: z.string(),
  recordStatus: z.enum(["new", "updated", "closed"]).optional(),
  publicationDetails: publicationSchema.optional(),
  source: z.looseObject({ description: z.string().optional(), url: z.string().optional() }).optional(),
};

const entityStatement = z.looseObject({
  ...statementMembers,
  recordType: z.literal("entity"),
  recordDetails: entityDetails,
});
const personStatement = z.looseObject({
  ...statementMembers,
  recordType: z.literal("person"),
  recordDetails: personDetails,
});
const relationshipStatement = z.looseObject({
  ...statementMembers,
  recordType: z.literal("relationship"),
  recordDetails: relationshipDetails,
});
export type EntityStatement = z.infer<typeof entityStatement>;
export type RelationshipStatement = z.infer<typeof relationshipStatement>;

const statementSchema = z.discriminatedUnion("recordType", [entityStatement, personStatement, relationshipStatement]);
export type BodsStatement = z.infer<typeof statementSchema>;

/** Statements of one file: far more than any hand-made or national extract that we read. */
const STATEMENTS_MAX = 200_000;

/** A package: an array of statements. */
export const packageSchema = z.array(statementSchema).max(STATEMENTS_MAX);

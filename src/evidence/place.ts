/** Where a log lies: the path of its folder, or a bucket. Plain data, so that a thread can be given it. */
export type EvidencePlace = string | BucketPlace;

/** A log in a bucket of an object store that speaks the protocol of S3. */
export interface BucketPlace {
  /** Address of the store: `https://s3.eu-central-1.amazonaws.com`. Nothing else is asked. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** What the names of all objects of the log begin with, without slashes at its ends; may be empty. */
  readonly prefix: string;
  /** Null: no keys are known, and using the store says so. */
  readonly keys: BucketKeys | null;
  /** Longest wait for one answer, in seconds; at most {@link ANSWER_SECONDS_MAX}. */
  readonly timeout: number;
  /** Folder for copies of what never changes. */
  readonly cacheDir: string;
}

export const ANSWER_SECONDS_MAX = 600;

/** Secret: goes to the endpoint alone, as signatures. */
export interface BucketKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Whether two places have one address. Two addresses may still be those of one store. */
export function isSamePlace(a: EvidencePlace, b: EvidencePlace): boolean {
  if (typeof a === "string" || typeof b === "string") return a === b;
  return a.endpoint === b.endpoint && a.bucket === b.bucket && a.prefix === b.prefix;
}

/** How people find the log: `/watch/evidence`, `s3://bucket/prefix`. */
export function describePlace(place: EvidencePlace): string {
  if (typeof place === "string") return place;
  return place.prefix === "" ? `s3://${place.bucket}` : `s3://${place.bucket}/${place.prefix}`;
}

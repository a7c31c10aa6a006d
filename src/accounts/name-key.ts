/** A name as it is compared: in one case, and composed in one way. */
export const keyOfName = (name: string): string => name.normalize("NFKC").trim().toLowerCase();

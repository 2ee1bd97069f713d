import type { components } from "./schema";

/** A model of the server's OpenAPI description, by its name. */
export type Shape<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** Roles, each including those before it. */
export const ROLES = ["viewer", "analyst", "operator", "owner"] as const;

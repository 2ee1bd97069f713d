/** The same keys with any words: what every other language must fill. */
export type Words<Source> = {
  [Key in keyof Source]: Source[Key] extends string ? string : Words<Source[Key]>;
};

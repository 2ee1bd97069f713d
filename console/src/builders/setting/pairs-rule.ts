import { readPairs } from "@/lib/pairs";

/** A rule of antd's form: every line is `name = value`. */
export const pairsRule = (wrong: string) => ({
  validator: (_: unknown, text: string | undefined) =>
    readPairs(text ?? "") ? Promise.resolve() : Promise.reject(new Error(wrong)),
});

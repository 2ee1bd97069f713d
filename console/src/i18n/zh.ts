import { campaign } from "./zh/campaign";
import { common } from "./zh/common";
import { life } from "./zh/life";
import { overview } from "./zh/overview";
import { people } from "./zh/people";
import { question } from "./zh/question";
import { rule } from "./zh/rule";
import { segment } from "./zh/segment";
import { shell } from "./zh/shell";

/** Every word of the console in Chinese; the keys all other languages must have. */
export const zh = { campaign, common, life, overview, people, question, rule, segment, shell } as const;

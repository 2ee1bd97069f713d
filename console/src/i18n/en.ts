import { campaign } from "./en/campaign";
import { common } from "./en/common";
import { life } from "./en/life";
import { overview } from "./en/overview";
import { people } from "./en/people";
import { question } from "./en/question";
import { rule } from "./en/rule";
import { segment } from "./en/segment";
import { shell } from "./en/shell";

/** Every word of the console in English. */
export const en = { campaign, common, life, overview, people, question, rule, segment, shell };

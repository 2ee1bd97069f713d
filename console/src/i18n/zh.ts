import { campaign } from "./zh/campaign";
import { common } from "./zh/common";
import { data } from "./zh/data";
import { identity } from "./zh/identity";
import { life } from "./zh/life";
import { match } from "./zh/match";
import { member } from "./zh/member";
import { overview } from "./zh/overview";
import { people } from "./zh/people";
import { question } from "./zh/question";
import { rule } from "./zh/rule";
import { segment } from "./zh/segment";
import { settings } from "./zh/settings";
import { shell } from "./zh/shell";

/** Every word of the console in Chinese; the keys all other languages must have. */
export const zh = {
  campaign,
  common,
  data,
  identity,
  life,
  match,
  member,
  overview,
  people,
  question,
  rule,
  segment,
  settings,
  shell,
} as const;

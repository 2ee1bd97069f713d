import { campaign } from "./en/campaign";
import { common } from "./en/common";
import { data } from "./en/data";
import { identity } from "./en/identity";
import { life } from "./en/life";
import { match } from "./en/match";
import { member } from "./en/member";
import { overview } from "./en/overview";
import { people } from "./en/people";
import { question } from "./en/question";
import { rule } from "./en/rule";
import { segment } from "./en/segment";
import { settings } from "./en/settings";
import { shell } from "./en/shell";

/** Every word of the console in English. */
export const en = {
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
};

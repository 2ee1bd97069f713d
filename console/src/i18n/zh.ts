import { alert } from "./zh/alert";
import { analysis } from "./zh/analysis";
import { attribute } from "./zh/attribute";
import { campaign } from "./zh/campaign";
import { code } from "./zh/code";
import { common } from "./zh/common";
import { dashboard } from "./zh/dashboard";
import { data } from "./zh/data";
import { destination } from "./zh/destination";
import { form } from "./zh/form";
import { heat } from "./zh/heat";
import { held } from "./zh/held";
import { identity } from "./zh/identity";
import { life } from "./zh/life";
import { lifecycle } from "./zh/lifecycle";
import { match } from "./zh/match";
import { member } from "./zh/member";
import { metric } from "./zh/metric";
import { outcome } from "./zh/outcome";
import { overview } from "./zh/overview";
import { people } from "./zh/people";
import { pirate } from "./zh/pirate";
import { plan } from "./zh/plan";
import { pool } from "./zh/pool";
import { question } from "./zh/question";
import { report } from "./zh/report";
import { rule } from "./zh/rule";
import { score } from "./zh/score";
import { segment } from "./zh/segment";
import { settings } from "./zh/settings";
import { shell } from "./zh/shell";
import { source } from "./zh/source";
import { status } from "./zh/status";
import { sticky } from "./zh/sticky";
import { tag } from "./zh/tag";
import { value } from "./zh/value";
import { watch } from "./zh/watch";
import { why } from "./zh/why";

/** Every word of the console in Chinese; the keys all other languages must have. */
export const zh = {
  analysis,
  attribute,
  alert,
  campaign,
  metric,
  report,
  code,
  common,
  dashboard,
  data,
  destination,
  form,
  held,
  heat,
  identity,
  life,
  lifecycle,
  match,
  member,
  outcome,
  overview,
  people,
  pirate,
  pool,
  question,
  rule,
  score,
  segment,
  settings,
  shell,
  sticky,
  tag,
  status,
  value,
  watch,
  why,
  plan,
  source,
} as const;

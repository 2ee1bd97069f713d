import { alert } from "./en/alert";
import { analysis } from "./en/analysis";
import { attribute } from "./en/attribute";
import { campaign } from "./en/campaign";
import { code } from "./en/code";
import { common } from "./en/common";
import { dashboard } from "./en/dashboard";
import { data } from "./en/data";
import { destination } from "./en/destination";
import { form } from "./en/form";
import { heat } from "./en/heat";
import { held } from "./en/held";
import { identity } from "./en/identity";
import { life } from "./en/life";
import { lifecycle } from "./en/lifecycle";
import { match } from "./en/match";
import { member } from "./en/member";
import { metric } from "./en/metric";
import { outcome } from "./en/outcome";
import { overview } from "./en/overview";
import { people } from "./en/people";
import { pirate } from "./en/pirate";
import { plan } from "./en/plan";
import { pool } from "./en/pool";
import { question } from "./en/question";
import { report } from "./en/report";
import { rule } from "./en/rule";
import { score } from "./en/score";
import { segment } from "./en/segment";
import { settings } from "./en/settings";
import { shell } from "./en/shell";
import { source } from "./en/source";
import { status } from "./en/status";
import { sticky } from "./en/sticky";
import { tag } from "./en/tag";
import { value } from "./en/value";
import { watch } from "./en/watch";
import { why } from "./en/why";

/** Every word of the console in English. */
export const en = {
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
};

import { useTranslation } from "react-i18next";
import type { RfmQuery, RfmResult } from "@/api/query-types";
import { RFM_CLASSES } from "@/builders/condition/vocabulary";
import { rfmWords } from "@/builders/condition/words";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { RfmMatrix } from "@/charts/rfm-matrix/rfm-matrix";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Panel } from "@/ui/panel";

interface Props {
  query: RfmQuery;
  result: RfmResult;
}

const MARKS: Record<string, string> = {
  important_value: "R+ F+ M+",
  important_keep: "R− F+ M+",
  important_develop: "R+ F− M+",
  important_retain: "R− F− M+",
  general_value: "R+ F+ M−",
  general_keep: "R− F+ M−",
  general_develop: "R+ F− M−",
  general_retain: "R− F− M−",
};

/** The eight classes; each opens as people. */
export function RfmAnswer({ query, result }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const total = result.classes.reduce((sum, each) => sum + each.people, 0);
  if (total === 0) return <FirstStep title={t("question.noData")}>{t("question.noDataHint")}</FirstStep>;
  const cells = RFM_CLASSES.map((name) => {
    const found = result.classes.find((each) => each.class === name);
    const people = found?.people ?? 0;
    const amount = found?.amount ?? 0;
    const title = rfmWords(name, t);
    const source = { kind: "query" as const, query, who: { class: name } };
    return {
      name,
      title,
      share: people / total,
      marks: MARKS[name] ?? "",
      people: <PeopleNumber value={people} behind={{ title: t("life.rfm.who", { name: title }), source }} />,
      shareText: t("life.rfm.share", { share: format.percent(people / total) }),
      amount: t("life.rfm.amount", { amount: format.money(amount) }),
      average: t("life.rfm.average", { amount: format.money(people > 0 ? amount / people : null) }),
    };
  });
  const cuts = result.cuts
    ? t("life.rfm.cuts", {
        r: format.whole(Math.round(result.cuts.r)),
        f: format.whole(Math.round(result.cuts.f * 10) / 10),
        m: format.money(result.cuts.m),
      })
    : null;
  return (
    <Panel note={cuts}>
      <RfmMatrix label={t("life.rfm.label")} cells={cells} />
    </Panel>
  );
}

import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { StageStrategy } from "@/api/lifecycle";
import { outcomePeople } from "@/api/people";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { useFormat } from "@/lib/use-format";
import { usePath } from "@/lib/use-path";

type Play = StageStrategy["plays"][number];

/** Something done for the people of a stage; of a campaign, what it brought against those withheld. */
export function PlayLine({ play }: { play: Play }) {
  const { t } = useTranslation();
  const path = usePath();
  return (
    <li title={play.note}>
      {t(`lifecycle.play.${play.kind}`)}
      {": "}
      {play.result ? <Link to={path(`campaigns/${play.ref}`)}>{play.name}</Link> : play.name}
      {play.result ? <Result play={play} result={play.result} /> : null}
    </li>
  );
}

function Result({ play, result }: { play: Play; result: NonNullable<Play["result"]> }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (result.sent === 0) return <div className="note">{t("lifecycle.notSent")}</div>;
  const points = result.difference === null ? "–" : signed(result.difference * 100);
  return (
    <div className="note">
      {t("lifecycle.sentTo")}{" "}
      <PeopleNumber
        value={result.sent}
        behind={{ title: play.name, source: outcomePeople(play.ref, "sent") }}
      />
      {" · "}
      {t("lifecycle.playRates", {
        rate: format.percent(result.rate),
        holdout: format.percent(result.holdout_rate),
        points,
      })}
    </div>
  );
}

function signed(points: number): string {
  return `${points > 0 ? "+" : ""}${points.toFixed(1)}`;
}

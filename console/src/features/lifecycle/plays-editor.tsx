import { useQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { campaignsQuery } from "@/api/campaigns";
import type { StageStrategy } from "@/api/lifecycle";
import { useProject } from "@/lib/project-context";

type Play = StageStrategy["plays"][number];
interface Props {
  plays: Play[];
  onChange: (plays: Play[]) => void;
}
const KINDS: Play["kind"][] = ["campaign", "benefit", "content"];

/** What is done for the people of a stage: campaigns that exist, benefits and content by name. */
export function PlaysEditor({ plays, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const campaigns = useQuery(campaignsQuery(project));
  const change = (at: number, next: Partial<Play>) =>
    onChange(plays.map((play, n) => (n === at ? { ...play, ...next } : play)));
  const options = (campaigns.data ?? []).map((each) => ({ value: each.campaign_id, label: each.name }));
  return (
    <div className="stack">
      <strong>{t("lifecycle.plays")}</strong>
      {plays.map((play, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a play has no name of its own until it is written
        <div className="row" key={at}>
          <Select
            style={{ width: 110 }}
            value={play.kind}
            aria-label={t("lifecycle.plays")}
            onChange={(kind) => change(at, { kind, ref: "" })}
            options={KINDS.map((value) => ({ value, label: t(`lifecycle.play.${value}`) }))}
          />
          {play.kind === "campaign" && options.length > 0 ? (
            <Select
              showSearch
              style={{ width: 200 }}
              optionFilterProp="label"
              aria-label={t("lifecycle.playName")}
              value={play.ref || null}
              placeholder={t("lifecycle.play.campaign")}
              options={options}
              onChange={(ref) =>
                change(at, { ref, name: options.find((each) => each.value === ref)?.label ?? "" })
              }
            />
          ) : (
            <Input
              style={{ width: 200 }}
              maxLength={100}
              aria-label={t("lifecycle.playName")}
              placeholder={t("lifecycle.playName")}
              value={play.name}
              onChange={(event) => change(at, { name: event.target.value })}
            />
          )}
          <Button type="text" onClick={() => onChange(plays.filter((_, n) => n !== at))}>
            {t("lifecycle.editor.remove")}
          </Button>
        </div>
      ))}
      <Button
        style={{ alignSelf: "flex-start" }}
        onClick={() => onChange([...plays, { kind: "benefit", name: "", ref: "", note: "" }])}
      >
        {t("lifecycle.addPlay")}
      </Button>
    </div>
  );
}

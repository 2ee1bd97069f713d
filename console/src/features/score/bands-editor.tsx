import { Button, Input, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import type { ScoreBand } from "@/api/scores";
import { useFormat } from "@/lib/use-format";

interface Props {
  bands: ScoreBand[];
  onChange: (bands: ScoreBand[]) => void;
}

/** Bands from the lowest up, each with its name in the reader's language. */
export function BandsEditor({ bands, onChange }: Props) {
  const { t } = useTranslation();
  const { language } = useFormat();
  const put = (at: number, next: ScoreBand) =>
    onChange(bands.map((each, place) => (place === at ? next : each)));
  const highest = bands.at(-1)?.from ?? -10;
  return (
    <div className="stack" style={{ gap: 8 }}>
      <span className="soft">{t("score.bands")}</span>
      {bands.map((band, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a band is told by its place while its name is typed
        <div key={at} className="row">
          <InputNumber
            style={{ width: 180 }}
            prefix={t("score.bandFrom")}
            aria-label={t("score.bandFrom")}
            value={band.from}
            onChange={(from) => put(at, { ...band, from: from ?? 0 })}
          />
          <Input
            style={{ width: 140 }}
            value={band.name}
            aria-label={t("score.bandName")}
            status={band.name ? "" : "error"}
            onChange={(event) => put(at, { ...band, name: event.target.value })}
          />
          <Input
            style={{ width: 160 }}
            value={band.label?.[language] ?? ""}
            placeholder={t("tag.valueLabel")}
            aria-label={t("tag.valueLabel")}
            onChange={(event) => {
              const said = event.target.value || band.name;
              put(at, { ...band, label: { zh: band.name, en: band.name, ...band.label, [language]: said } });
            }}
          />
          <Button size="small" onClick={() => onChange(bands.filter((_, place) => place !== at))}>
            {t("score.removeRow")}
          </Button>
        </div>
      ))}
      <Button
        style={{ alignSelf: "flex-start" }}
        onClick={() => onChange([...bands, { name: `band_${bands.length + 1}`, from: highest + 10 }])}
      >
        {t("score.addBand")}
      </Button>
    </div>
  );
}

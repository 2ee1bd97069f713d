import { Link } from "@tanstack/react-router";
import { Button, Select, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/use-path";
import { FirstStep } from "@/ui/first-step";
import { Page } from "@/ui/page";
import "./heatmap.css";

interface Props {
  events: string[];
  onChoose: (event: string) => void;
}

/** Where clicks come from: the line to paste, or another event that is one. */
export function NoClicks({ events, onChoose }: Props) {
  const { t } = useTranslation();
  const path = usePath();
  const code = `<script async src="${window.location.origin}/sdk/stayflow.js" data-write-key="sfw_…"></script>`;
  return (
    <Page title={t("heat.title")} about={t("heat.about")}>
      <FirstStep
        title={t("heat.none")}
        action={
          <div className="stack no-clicks">
            <Typography.Paragraph className="no-clicks-code" copyable={{ text: code }}>
              <code>{code}</code>
            </Typography.Paragraph>
            <div className="row no-clicks-ways">
              <Link to={path("sources")}>
                <Button type="primary">{t("heat.noneAction")}</Button>
              </Link>
              <span className="soft">{t("heat.noneEvent")}</span>
              <Select
                showSearch
                style={{ minWidth: 220 }}
                aria-label={t("heat.noneChoose")}
                placeholder={t("heat.noneChoose")}
                options={events.map((value) => ({ value, label: value }))}
                onChange={onChoose}
              />
            </div>
          </div>
        }
      >
        {t("heat.noneHint")}
      </FirstStep>
    </Page>
  );
}

import { DownloadOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { App, Button, Dropdown } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { exportAnswer } from "@/api/exports";
import type { Query } from "@/api/query-types";
import { useProject } from "@/lib/project-context";
import { pictureOf, saveFile } from "@/lib/save-file";
import { useFormat } from "@/lib/use-format";
import { useTheme } from "@/ui/theme-context";
import { FONT } from "@/ui/tokens";
import { useFailure } from "@/ui/use-failure";

/** Icons are pictures as well. */
const CHART = "#content [role=img]:not(.anticon) svg";

/** The answer as a spreadsheet, or its picture. */
export function ExportAnswer({ query, title }: { query: Query; title: string }) {
  const { t } = useTranslation();
  const { project } = useProject();
  const { palette } = useTheme();
  const format = useFormat();
  const { message } = App.useApp();
  const fail = useFailure();
  const saving = useMutation({
    mutationFn: async (form: string) => {
      if (form !== "png") {
        const sheet = form === "csv" ? "csv" : "xlsx";
        return saveFile(await exportAnswer(project, query, sheet, title), `${title}.${sheet}`);
      }
      const chart = document.querySelector<SVGSVGElement>(CHART);
      const label = chart?.closest("[role=img]")?.getAttribute("aria-label") ?? "";
      const day = dayjs().format("YYYY-MM-DD");
      const picture = await pictureOf(chart, {
        title,
        about: [label, project, format.zone, day].filter((each) => each !== "" && each !== title).join(" · "),
        font: FONT,
        ink: palette.ink,
        soft: palette.inkSoft,
        background: palette.panel,
      });
      if (picture) saveFile(picture, `${title}.png`);
      else void message.info(t("question.noPicture"));
    },
    onError: fail,
  });
  return (
    <Dropdown
      menu={{
        items: ["xlsx", "csv", "png"].map((key) => ({ key, label: key.toUpperCase() })),
        onClick: ({ key }) => saving.mutate(key),
      }}
    >
      <Button icon={<DownloadOutlined />} loading={saving.isPending}>
        {t("question.export")}
      </Button>
    </Dropdown>
  );
}

import "./code.css";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ChannelCode, channelCodesQuery } from "@/api/channel-codes";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { MoreRows } from "@/ui/more-rows";
import { Page } from "@/ui/page";
import { CodeEditor } from "./code-editor";
import { CodeTable } from "./code-table";

/** Short links and QR codes, and who came by them. */
export function CodesPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const asked = useInfiniteQuery(channelCodesQuery(project));
  const [edited, setEdited] = useState<ChannelCode | "new" | null>(null);
  const create = may("operator") ? (
    <Button type="primary" onClick={() => setEdited("new")}>
      {t("code.new")}
    </Button>
  ) : null;
  return (
    <Page title={t("code.title")} about={t("code.about")} tools={create}>
      <Loaded asked={asked}>
        {({ pages }) => {
          const codes = pages.flatMap((page) => page.codes);
          if (codes.length === 0) {
            return (
              <FirstStep title={t("code.none")} action={create}>
                {t("code.noneHint")}
              </FirstStep>
            );
          }
          return (
            <div className="stack">
              <CodeTable codes={codes} edit={setEdited} />
              <MoreRows asked={asked} />
            </div>
          );
        }}
      </Loaded>
      {edited ? <CodeEditor code={edited === "new" ? null : edited} close={() => setEdited(null)} /> : null}
    </Page>
  );
}

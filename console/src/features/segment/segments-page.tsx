import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { segmentsQuery } from "@/api/segments";
import { HeldFacts } from "@/builders/held-facts/held-facts";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { SegmentTable } from "./segment-table";

/** All segments, found by name. */
export function SegmentsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const may = useMay();
  const [word, setWord] = useState("");
  const segments = useQuery(segmentsQuery(project));
  const create = may("analyst") ? (
    <Link to={path("segments/new")}>
      <Button type="primary">{t("segment.new")}</Button>
    </Link>
  ) : null;
  return (
    <Page title={t("segment.title")} about={t("segment.about")} tools={create}>
      <HeldFacts kind="segment" />
      <Loaded asked={segments}>
        {(all) =>
          all.length === 0 ? (
            <FirstStep title={t("segment.none")} action={create}>
              {t("segment.noneHint")}
            </FirstStep>
          ) : (
            <div className="stack">
              <Input.Search
                allowClear
                style={{ width: 320 }}
                aria-label={t("segment.search")}
                placeholder={t("segment.search")}
                onChange={(event) => setWord(event.target.value.trim().toLowerCase())}
              />
              <SegmentTable segments={all.filter((each) => each.name.toLowerCase().includes(word))} />
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}

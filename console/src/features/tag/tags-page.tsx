import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type TagKind, tagsQuery } from "@/api/tags";
import { HeldFacts } from "@/builders/held-facts/held-facts";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { useSettled } from "@/lib/use-settled";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { MoreRows } from "@/ui/more-rows";
import { Page } from "@/ui/page";
import { TagFolders } from "./tag-folders";
import { TagSets } from "./tag-sets";
import { TagTable } from "./tag-table";

/** The catalogue: folders at the side, the tags of the chosen one in a table. */
export function TagsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const path = usePath();
  const may = useMay();
  const [word, setWord] = useState("");
  const [folder, setFolder] = useState<string | null>(null);
  const [installing, setInstalling] = useState(false);
  const [kind, setKind] = useState<TagKind | null>(null);
  const asked = useInfiniteQuery(tagsQuery(project, { search: useSettled(word), folder, kind }));
  const sets = (
    <Button type="primary" onClick={() => setInstalling(true)}>
      {t("tag.sets")}
    </Button>
  );
  const tools = may("analyst") ? (
    <>
      <Button onClick={() => setInstalling(true)}>{t("tag.sets")}</Button>
      <Link to={path("tags/new")}>
        <Button type="primary">{t("tag.new")}</Button>
      </Link>
    </>
  ) : null;
  return (
    <Page title={t("tag.title")} about={t("tag.about")} tools={tools}>
      <HeldFacts kind="tag" />
      {installing ? <TagSets close={() => setInstalling(false)} /> : null}
      <Loaded asked={asked} rows={8}>
        {({ pages }) => {
          const { folders, sizes } = pages[0] ?? { folders: [], sizes: [] };
          if (sizes.length === 0 && folders.length === 0) {
            return (
              <FirstStep title={t("tag.none")} action={may("analyst") ? sets : null}>
                {t("tag.noneHint")}
              </FirstStep>
            );
          }
          return (
            <div className="grid">
              <div className="span-4">
                <TagFolders folders={folders} sizes={sizes} chosen={folder} choose={setFolder} />
              </div>
              <div className="span-8 stack">
                <Input.Search
                  allowClear
                  style={{ width: 320 }}
                  aria-label={t("tag.search")}
                  placeholder={t("tag.search")}
                  onChange={(event) => setWord(event.target.value.trim())}
                />
                <TagTable tags={pages.flatMap((page) => page.tags)} kind={kind} chooseKind={setKind} />
                <MoreRows asked={asked} />
              </div>
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { tagsQuery } from "@/api/tags";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { TagFolders } from "./tag-folders";
import { isInFolder } from "./tag-names";
import { TagSets } from "./tag-sets";
import { TagTable } from "./tag-table";

/** The catalogue: folders at the side, the tags of the chosen one in a table. */
export function TagsPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const { language } = useFormat();
  const path = usePath();
  const may = useMay();
  const [word, setWord] = useState("");
  const [folder, setFolder] = useState<string | null>(null);
  const [installing, setInstalling] = useState(false);
  const catalogue = useQuery(tagsQuery(project));
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
      {installing ? <TagSets close={() => setInstalling(false)} /> : null}
      <Loaded asked={catalogue} rows={8}>
        {({ tags, folders }) =>
          tags.length === 0 && folders.length === 0 ? (
            <FirstStep
              title={t("tag.none")}
              action={
                may("analyst") ? (
                  <Button type="primary" onClick={() => setInstalling(true)}>
                    {t("tag.sets")}
                  </Button>
                ) : null
              }
            >
              {t("tag.noneHint")}
            </FirstStep>
          ) : (
            <div className="grid">
              <div className="span-4">
                <TagFolders folders={folders} tags={tags} chosen={folder} choose={setFolder} />
              </div>
              <div className="span-8 stack">
                <Input.Search
                  allowClear
                  style={{ width: 320 }}
                  aria-label={t("tag.search")}
                  placeholder={t("tag.search")}
                  onChange={(event) => setWord(event.target.value.trim().toLowerCase())}
                />
                <TagTable
                  tags={tags.filter(
                    (each) =>
                      isInFolder(each, folder, folders) &&
                      `${each.name} ${each.label[language]}`.toLowerCase().includes(word),
                  )}
                />
              </div>
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { arrangeAttributes, attributesQuery } from "@/api/attributes";
import { useProject } from "@/lib/project-context";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { usePath } from "@/lib/use-path";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { useFailure } from "@/ui/use-failure";
import { AttributeFolders } from "./attribute-folders";
import { isInFolder } from "./attribute-names";
import { AttributeTable } from "./attribute-table";

/** The catalogue of what is stated of people: folders at the side, the attributes of the chosen one. */
export function AttributesPage() {
  const { t } = useTranslation();
  const { project } = useProject();
  const { language } = useFormat();
  const path = usePath();
  const may = useMay();
  const client = useQueryClient();
  const { message } = App.useApp();
  const fail = useFailure();
  const [word, setWord] = useState("");
  const [folder, setFolder] = useState<string | null>(null);
  const catalogue = useQuery(attributesQuery(project));
  const arranging = useMutation({
    mutationFn: () => arrangeAttributes(project, language),
    onSuccess: async ({ attributes }) => {
      void message.success(t("attribute.arranged", { n: attributes }));
      await client.invalidateQueries({ queryKey: [project] });
    },
    onError: fail,
  });
  const tools =
    catalogue.data?.attributes.length && may("operator") ? (
      <Button
        title={t("attribute.arrangeHint")}
        loading={arranging.isPending}
        onClick={() => arranging.mutate()}
      >
        {t("attribute.arrange")}
      </Button>
    ) : null;
  return (
    <Page title={t("attribute.title")} about={t("attribute.about")} tools={tools}>
      <Loaded asked={catalogue} rows={8}>
        {({ attributes, folders }) =>
          attributes.length === 0 ? (
            <FirstStep
              title={t("attribute.none")}
              action={
                <Link to={path("sources")}>
                  <Button type="primary">{t("attribute.connect")}</Button>
                </Link>
              }
            >
              {t("attribute.noneHint")}
            </FirstStep>
          ) : (
            <div className="grid">
              <div className="span-4">
                <AttributeFolders
                  folders={folders}
                  attributes={attributes}
                  chosen={folder}
                  choose={setFolder}
                />
              </div>
              <div className="span-8 stack">
                <Input.Search
                  allowClear
                  style={{ width: 320 }}
                  aria-label={t("attribute.search")}
                  placeholder={t("attribute.search")}
                  onChange={(event) => setWord(event.target.value.trim().toLowerCase())}
                />
                <AttributeTable
                  attributes={attributes.filter(
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

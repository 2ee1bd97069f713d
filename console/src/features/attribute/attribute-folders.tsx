import { Link } from "@tanstack/react-router";
import { Tree } from "antd";
import { useTranslation } from "react-i18next";
import type { AttributeCatalogue, AttributeLine } from "@/api/attributes";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";
import { isInFolder } from "./attribute-names";

interface Props {
  folders: AttributeCatalogue["folders"];
  attributes: AttributeLine[];
  chosen: string | null;
  choose: (folder: string | null) => void;
}
interface Branch {
  key: string;
  title: string;
  children: Branch[];
}

const ALL = "*";
const LOOSE = "-";

/** The folders that hold attributes; they are the same as those of tags, and are arranged there. */
export function AttributeFolders({ folders, attributes, chosen, choose }: Props) {
  const { t } = useTranslation();
  const path = usePath();
  const count = (folder: string | null) =>
    attributes.filter((each) => isInFolder(each, folder, folders)).length;
  const counted = (said: string, folder: string | null) => `${said} (${count(folder)})`;
  const below = (parent: string | null): Branch[] =>
    folders
      .filter((each) => each.parent_id === parent && count(each.folder_id) > 0)
      .map((each) => ({
        key: each.folder_id,
        title: counted(each.name, each.folder_id),
        children: below(each.folder_id),
      }));
  return (
    <Panel title={t("tag.folders")}>
      <Tree<Branch>
        blockNode
        defaultExpandAll
        treeData={[
          { key: ALL, title: counted(t("attribute.all"), null), children: [] },
          ...below(null),
          { key: LOOSE, title: counted(t("tag.noFolder"), ""), children: [] },
        ]}
        selectedKeys={[chosen === null ? ALL : chosen || LOOSE]}
        onSelect={([key]) =>
          choose(key === ALL || key === undefined ? null : key === LOOSE ? "" : String(key))
        }
      />
      <p className="note" style={{ margin: "12px 0 0" }}>
        {t("attribute.foldersShared")} <Link to={path("tags")}>{t("attribute.toTags")}</Link>
      </p>
    </Panel>
  );
}

import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AttributeCatalogue, AttributeLine } from "@/api/attributes";
import { FolderTree } from "@/builders/label/folder-tree";
import { usePath } from "@/lib/use-path";
import { Panel } from "@/ui/panel";
import { isInFolder } from "./attribute-names";

interface Props {
  folders: AttributeCatalogue["folders"];
  attributes: AttributeLine[];
  chosen: string | null;
  choose: (folder: string | null) => void;
}

/** The folders that hold attributes; they are the same as those of tags, and are arranged there. */
export function AttributeFolders({ folders, attributes, chosen, choose }: Props) {
  const { t } = useTranslation();
  const path = usePath();
  return (
    <Panel title={t("tag.folders")}>
      <FolderTree
        hidesEmpty
        folders={folders}
        all={t("attribute.all")}
        count={(folder) => attributes.filter((each) => isInFolder(each, folder, folders)).length}
        chosen={chosen}
        choose={choose}
      />
      <p className="note" style={{ margin: "12px 0 0" }}>
        {t("attribute.foldersShared")} <Link to={path("tags")}>{t("attribute.toTags")}</Link>
      </p>
    </Panel>
  );
}

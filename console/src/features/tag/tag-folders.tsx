import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeFolder, createFolder, type FolderSize, removeFolder, type TagFolder } from "@/api/tags";
import { FolderTree } from "@/builders/label/folder-tree";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { NamedInput } from "@/ui/named-input";
import { Panel } from "@/ui/panel";
import { useFailure } from "@/ui/use-failure";
import { tagsBelow } from "./tag-names";

interface Props {
  folders: TagFolder[];
  sizes: FolderSize[];
  chosen: string | null;
  choose: (folder: string | null) => void;
}

/** The folders of the catalogue: a click shows one, dragging arranges them. */
export function TagFolders({ folders, sizes, chosen, choose }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const client = useQueryClient();
  const fail = useFailure();
  const [name, setName] = useState("");
  const changing = useMutation({
    mutationFn: (change: () => Promise<unknown>) => change(),
    onSuccess: async () => {
      setName("");
      await client.invalidateQueries({ queryKey: [project, "tags"] });
    },
    onError: fail,
  });
  const folder = folders.find((each) => each.folder_id === chosen);
  const move = (moved: string, parent: string | null) =>
    changing.mutate(() => changeFolder(project, moved, { parent_id: parent ?? "" }));
  return (
    <Panel title={t("tag.folders")}>
      <FolderTree
        folders={folders}
        all={t("tag.allTags")}
        count={(each) => tagsBelow(each, folders, sizes)}
        chosen={chosen}
        choose={choose}
        {...(may("analyst") ? { move } : {})}
      />
      {may("analyst") ? (
        <div className="stack" style={{ gap: 8, marginTop: 12 }}>
          <NamedInput size="small" value={name} maxLength={100} label={t("tag.folder")} onChange={setName} />
          <div className="row">
            <Button
              size="small"
              disabled={!name.trim()}
              onClick={() => changing.mutate(() => createFolder(project, name))}
            >
              {t("tag.newFolder")}
            </Button>
            {folder ? (
              <>
                <Button
                  size="small"
                  disabled={!name.trim()}
                  onClick={() => changing.mutate(() => changeFolder(project, folder.folder_id, { name }))}
                >
                  {t("tag.renameFolder")}
                </Button>
                <Button
                  size="small"
                  danger
                  onClick={() => changing.mutate(() => removeFolder(project, folder.folder_id))}
                >
                  {t("common.remove")}
                </Button>
              </>
            ) : null}
          </div>
          <span className="note">{t("tag.folderHint")}</span>
        </div>
      ) : null}
    </Panel>
  );
}

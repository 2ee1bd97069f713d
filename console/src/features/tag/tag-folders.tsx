import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Tree } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeFolder, createFolder, type FolderSize, removeFolder, type TagFolder } from "@/api/tags";
import { useProject } from "@/lib/project-context";
import { useMay } from "@/lib/use-may";
import { Panel } from "@/ui/panel";
import { tagsBelow } from "./tag-names";

interface Props {
  folders: TagFolder[];
  sizes: FolderSize[];
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

/** The folders of the catalogue: a click shows one, dragging arranges them. */
export function TagFolders({ folders, sizes, chosen, choose }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const may = useMay();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [name, setName] = useState("");
  const changing = useMutation({
    mutationFn: (change: () => Promise<unknown>) => change(),
    onSuccess: async () => {
      setName("");
      await client.invalidateQueries({ queryKey: [project, "tags"] });
    },
    onError: (problem) => void message.error(problem.message),
  });
  const counted = (said: string, folder: string | null) => `${said} (${tagsBelow(folder, folders, sizes)})`;
  const below = (parent: string | null): Branch[] =>
    folders
      .filter((each) => each.parent_id === parent)
      .map((each) => ({
        key: each.folder_id,
        title: counted(each.name, each.folder_id),
        children: below(each.folder_id),
      }));
  const branches = [
    { key: ALL, title: counted(t("tag.allTags"), null), children: [] },
    ...below(null),
    { key: LOOSE, title: counted(t("tag.noFolder"), ""), children: [] },
  ];
  const folder = folders.find((each) => each.folder_id === chosen);
  const move = (moved: string, to: string, inside: boolean) => {
    const target = folders.find((each) => each.folder_id === to);
    const parent = inside && target ? target.folder_id : (target?.parent_id ?? "");
    changing.mutate(() => changeFolder(project, moved, { parent_id: parent }));
  };
  return (
    <Panel title={t("tag.folders")}>
      <Tree<Branch>
        blockNode
        defaultExpandAll
        draggable={may("analyst") ? (node) => node.key !== ALL && node.key !== LOOSE : false}
        treeData={branches}
        selectedKeys={[chosen === null ? ALL : chosen || LOOSE]}
        onSelect={([key]) =>
          choose(key === ALL || key === undefined ? null : key === LOOSE ? "" : String(key))
        }
        onDrop={({ dragNode, node, dropToGap }) => move(dragNode.key, node.key, !dropToGap)}
      />
      {may("analyst") ? (
        <div className="stack" style={{ gap: 8, marginTop: 12 }}>
          <Input
            size="small"
            value={name}
            maxLength={100}
            aria-label={t("tag.folder")}
            placeholder={t("tag.folder")}
            onChange={(event) => setName(event.target.value)}
          />
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

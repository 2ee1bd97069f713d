import { Tree } from "antd";
import { useTranslation } from "react-i18next";

interface Folder {
  folder_id: string;
  name: string;
  parent_id: string | null;
}
interface Props {
  folders: readonly Folder[];
  /** What the place above all folders is called. */
  all: string;
  /** How many things stand in a folder and below it; "" is in none, null is all of them. */
  count: (folder: string | null) => number;
  hidesEmpty?: boolean;
  chosen: string | null;
  choose: (folder: string | null) => void;
  /** Puts a folder under another one, or at the top (null); without it folders stay where they are. */
  move?: (folder: string, parent: string | null) => void;
}
interface Branch {
  key: string;
  title: string;
  children: Branch[];
}

const ALL = "*";
const LOOSE = "-";

/** Folders with how much each holds: a click shows one, dragging arranges them. */
export function FolderTree({ folders, all, count, hidesEmpty = false, chosen, choose, move }: Props) {
  const { t } = useTranslation();
  const counted = (said: string, folder: string | null) => `${said} (${count(folder)})`;
  const below = (parent: string | null): Branch[] =>
    folders
      .filter((each) => each.parent_id === parent && (!hidesEmpty || count(each.folder_id) > 0))
      .map((each) => ({
        key: each.folder_id,
        title: counted(each.name, each.folder_id),
        children: below(each.folder_id),
      }));
  const parentOf = (folder: string) => folders.find((each) => each.folder_id === folder)?.parent_id ?? null;
  const isFolder = (key: string) => key !== ALL && key !== LOOSE;
  return (
    <Tree<Branch>
      blockNode
      defaultExpandAll
      draggable={move ? (node) => isFolder(String(node.key)) : false}
      treeData={[
        { key: ALL, title: counted(all, null), children: [] },
        ...below(null),
        { key: LOOSE, title: counted(t("tag.noFolder"), ""), children: [] },
      ]}
      selectedKeys={[chosen === null ? ALL : chosen || LOOSE]}
      onSelect={([key]) => choose(key === ALL || key === undefined ? null : key === LOOSE ? "" : String(key))}
      onDrop={({ dragNode, node, dropToGap }) =>
        move?.(dragNode.key, dropToGap || !isFolder(node.key) ? parentOf(node.key) : node.key)
      }
    />
  );
}

import { HolderOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { useDragging } from "./dragging";
import type { Path } from "./move";

/** Takes the line: dragged with the mouse, moved with the arrow keys. */
export function DragHandle({ path }: { path: Path }) {
  const { t } = useTranslation();
  const { drag, byKey } = useDragging();
  return (
    <button
      type="button"
      draggable
      className="drag-handle"
      aria-label={t("rule.moveLine")}
      title={t("rule.moveHint")}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", path.join("."));
        // The gaps appear in the next frame: a page that changes at once ends the drag.
        setTimeout(() => drag(path));
      }}
      onDragEnd={() => drag(null)}
      onKeyDown={(event) => {
        if (byKey(path, event.key)) event.preventDefault();
      }}
    >
      <HolderOutlined />
    </button>
  );
}

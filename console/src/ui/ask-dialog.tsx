import { Modal } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "./problem";

interface Props {
  title: string;
  /** What the button says that does it; "Save" unless it is something else. */
  okText?: string;
  width?: number;
  open?: boolean;
  /** Whether all that is needed is there. */
  ready?: boolean;
  doing: boolean;
  error: unknown;
  act: () => void;
  close: () => void;
  children: ReactNode;
}

/** A dialog of brackets and single fields, which is no form: it stays open while it is done, and says why it was refused. */
export function AskDialog(props: Props) {
  const { title, okText, width, open = true, ready = true, doing, error, act, close, children } = props;
  const { t } = useTranslation();
  return (
    <Modal
      open={open}
      {...(width ? { width } : {})}
      title={title}
      okText={okText ?? t("common.save")}
      okButtonProps={{ disabled: !ready, loading: doing }}
      onOk={act}
      onCancel={close}
      destroyOnHidden
    >
      <div className="stack">
        {children}
        {error ? <Problem error={error} /> : null}
      </div>
    </Modal>
  );
}

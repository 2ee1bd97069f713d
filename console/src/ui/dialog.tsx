import { Modal } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "./problem";

export interface DialogProps {
  title: string;
  /** What the button says that does it; "Save" unless it is something else. */
  okText?: string;
  width?: number;
  open?: boolean;
  /** Whether all that is needed is there. */
  ready?: boolean;
  /** What is done cannot be taken back. */
  danger?: boolean;
  doing?: boolean;
  error?: unknown;
  /** What the dialog is for; without it there is only something to read. */
  act?: () => void;
  close: () => void;
  children: ReactNode;
}

/** A dialog stays open while it is done what it is for, and says why it was refused. */
export function Dialog({ okText, ready = true, doing = false, danger = false, ...props }: DialogProps) {
  const { children, open = true, error, act, close, ...frame } = props;
  const { t } = useTranslation();
  return (
    <Modal
      {...frame}
      open={open}
      okText={okText ?? t("common.save")}
      okButtonProps={{ disabled: !ready, loading: doing, danger }}
      onCancel={close}
      destroyOnHidden
      {...(act ? { onOk: act } : { footer: null })}
    >
      <div className="stack">
        {children}
        {error ? <Problem error={error} /> : null}
      </div>
    </Modal>
  );
}

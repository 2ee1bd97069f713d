import { InfoCircleOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import type { ReactNode } from "react";

interface Props {
  label: string;
  hint?: string;
  children: ReactNode;
  below?: ReactNode;
  /** The value is a word, not a number. */
  word?: boolean;
}

/** One number with its name, and its definition a hover away. */
export function Stat({ label, hint, children, below, word = false }: Props) {
  return (
    <div className="stat">
      <div className="label">
        {label}
        {hint ? (
          <Tooltip title={hint}>
            <InfoCircleOutlined tabIndex={0} role="img" aria-label={hint} className="note" />
          </Tooltip>
        ) : null}
      </div>
      <div className={word ? "value word" : "value"}>{children}</div>
      {below ? <div className="note">{below}</div> : null}
    </div>
  );
}

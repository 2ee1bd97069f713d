import type { ReactNode } from "react";

interface Props {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

/** An empty place that explains itself and offers the first step. */
export function FirstStep({ title, children, action }: Props) {
  return (
    <div className="panel first-step">
      <h2>{title}</h2>
      <p className="soft">{children}</p>
      {action ? <div>{action}</div> : null}
    </div>
  );
}

import type { ReactNode } from "react";

interface Props {
  title?: ReactNode;
  note?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A quiet surface with a hairline around it. */
export function Panel({ title, note, className = "", children }: Props) {
  return (
    <section className={`panel ${className}`}>
      {title || note ? (
        <div className="panel-head">
          {title ? <h2>{title}</h2> : null}
          {note ? <span className="note">{note}</span> : null}
        </div>
      ) : null}
      {children}
    </section>
  );
}

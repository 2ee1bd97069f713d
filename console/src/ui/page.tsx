import { type ReactNode, useEffect } from "react";

interface Props {
  title: string;
  about?: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
}

/** The frame of every page: its name, one line about it, what can be done, then the content. */
export function Page({ title, about, tools, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Stayflow`;
  }, [title]);
  return (
    <>
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {about ? <div className="about">{about}</div> : null}
        </div>
        {tools ? <div className="tools">{tools}</div> : null}
      </header>
      <div className="stack">{children}</div>
    </>
  );
}

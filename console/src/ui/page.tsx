import type { ReactNode } from "react";

interface PageProps {
  readonly title: string;
  readonly lead?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One page: its heading, what it is for, its main actions and its content. */
export function Page({ title, lead, actions, children }: PageProps) {
  return (
    <main className="page" id="content" tabIndex={-1} style={{ outline: "none" }}>
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {lead !== undefined && <p className="page-lead">{lead}</p>}
        </div>
        {actions !== undefined && <div className="page-head-actions">{actions}</div>}
      </header>
      {children}
    </main>
  );
}

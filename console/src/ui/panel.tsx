import type { ReactNode } from "react";

interface PanelProps {
  readonly title: string;
  readonly actions?: ReactNode;
  /** Content without inner margin, scrolling sideways when it must: tables, plans. */
  readonly flush?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A titled surface on a page. */
export function Panel({ title, actions, flush = false, className = "", children }: PanelProps) {
  return (
    <section className={`panel ${className}`} aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        {actions !== undefined && <div>{actions}</div>}
      </div>
      {/* A region that scrolls must be reachable with the keyboard. */}
      {flush ? (
        <div className="panel-scroll" tabIndex={0} role="group" aria-label={title}>
          {children}
        </div>
      ) : (
        <div className="panel-body">{children}</div>
      )}
    </section>
  );
}

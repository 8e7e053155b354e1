import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly icon: Icon;
  readonly title: string;
  /** What to do so that something appears here. */
  readonly advice: string;
  readonly children?: ReactNode;
}

/** Stands where a list has nothing yet and says how to fill it. */
export function EmptyState({ icon: IconShape, title, advice, children }: EmptyStateProps) {
  return (
    <div className="empty">
      <div className="empty-icon">
        <IconShape size={24} stroke={1.6} aria-hidden />
      </div>
      <h2>{title}</h2>
      <p>{advice}</p>
      {children}
    </div>
  );
}

/** Small labelled figures in a row. */
export function Figures({
  items,
}: {
  readonly items: readonly (readonly [label: string, value: string])[];
}) {
  return (
    <dl className="figures">
      {items.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="tabular">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

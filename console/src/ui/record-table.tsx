import { Table } from "@mantine/core";
import type { ReactNode } from "react";

import "./record-table.css";

export interface RecordColumn<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly className?: string;
  /** A column of buttons: its title is for screen readers only, and it stands at the end. */
  readonly isAction?: boolean;
}

interface RecordTableProps<Row> {
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
  readonly columns: readonly RecordColumn<Row>[];
}

/** Rows of a kind: a table where there is room, and a card for each on a phone. */
export function RecordTable<Row>({ rows, keyOf, columns }: RecordTableProps<Row>) {
  return (
    <Table verticalSpacing="xs" className="record-table">
      <Table.Thead>
        <Table.Tr>
          {columns.map(({ title, isAction }) => (
            <Table.Th key={title}>
              {isAction === true ? <span className="visually-hidden">{title}</span> : title}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={keyOf(row)}>
            {columns.map(({ title, cell, className = "", isAction }) => (
              <Table.Td
                key={title}
                className={isAction === true ? "record-action" : className}
                data-title={isAction === true ? undefined : title}
              >
                {cell(row)}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

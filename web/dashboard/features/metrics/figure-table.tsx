import type { ReactNode } from 'react';
import styles from './metrics.module.css';

/** One column of figures. */
export interface Column<Row> {
  head: string;
  /** The whole name, where the head is short. */
  title?: string;
  cell: (row: Row) => ReactNode;
}

/** A table of figures that scrolls by itself where it does not fit. */
export function FigureTable<Row>(props: {
  caption: string;
  /** What the rows are. */
  of: string;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  name: (row: Row) => ReactNode;
  columns: readonly Column<Row>[];
}) {
  const { caption, rows, rowKey, name, columns } = props;
  return (
    <section
      className={styles.scroll}
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard.
      tabIndex={0}
    >
      <table className={styles.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{props.of}</th>
            {columns.map(({ head, title }) => (
              <th key={head} scope="col">
                {title ? <abbr title={title}>{head}</abbr> : head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="tabular">
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              <th scope="row">
                <bdi>{name(row)}</bdi>
              </th>
              {columns.map(({ head, cell }) => (
                <td key={head}>{cell(row)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

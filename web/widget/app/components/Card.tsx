/** What stands in the composer's place, or above it: a title, what it means, what can be done. */
export function Card(props: {
  title: string;
  detail: string | null;
  alert?: boolean;
  children: preact.ComponentChildren;
}) {
  return (
    <div class="card">
      <div role={props.alert ? 'alert' : undefined}>
        <p class="strong">{props.title}</p>
        {props.detail && <p class="quiet">{props.detail}</p>}
      </div>
      <div class="actions">{props.children}</div>
    </div>
  );
}

const TITLE = 'Switchboard';

/**
 * Shows a notification outside of the page, if the person allowed it and cannot see the page. Never
 * the customer's words: screens are shared.
 */
export function showOnDesktop(text: string, tag: string): void {
  if (!document.hidden || !('Notification' in window)) return;
  if (Notification.permission !== 'granted') return;
  const notification = new Notification(TITLE, { body: text, tag: `switchboard.${tag}` });
  notification.onclick = () => {
    window.focus();
    notification.close();
  };
}

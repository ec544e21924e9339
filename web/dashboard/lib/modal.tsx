import type { ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal as AriaModal, ModalOverlay } from 'react-aria-components/Modal';
import { Button } from './button.tsx';
import styles from './modal.module.css';

/**
 * A dialog over the page; Escape, the cross and a press outside close it. Without `onClose` only its
 * own content can.
 */
export function Modal(props: {
  title: string;
  open: boolean;
  onClose?: () => void;
  alert?: boolean;
  children: ReactNode;
}) {
  return (
    <ModalOverlay
      className={styles.overlay ?? ''}
      isOpen={props.open}
      onOpenChange={(open) => {
        if (!open) props.onClose?.();
      }}
      isDismissable={props.onClose !== undefined}
      isKeyboardDismissDisabled={props.onClose === undefined}
    >
      <AriaModal className={styles.modal ?? ''}>
        <Dialog className={styles.dialog ?? ''} role={props.alert ? 'alertdialog' : 'dialog'}>
          <div className={styles.head}>
            <Heading slot="title" level={2}>
              {props.title}
            </Heading>
            {props.onClose ? (
              <Button icon="close" label="Close" look="quiet" onPress={props.onClose} />
            ) : null}
          </div>
          {props.children}
        </Dialog>
      </AriaModal>
    </ModalOverlay>
  );
}

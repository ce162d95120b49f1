/** Backups (CrateDB Cloud's snapshots): that they are made, finding one, and restoring it. */
import type { Step } from '../kit/step.ts';
import { backupDropdown } from './backup.dropdown.ts';
import { backupOverdue } from './backup-overdue.trigger.ts';
import { backupTableDropdown } from './backup-table.dropdown.ts';
import { findBackup } from './find-backup.search.ts';
import { findOverdueBackups } from './find-overdue-backups.search.ts';
import { newBackup } from './new-backup.trigger.ts';
import { restoreBackup } from './restore-backup.create.ts';

export const backups: readonly Step[] = [
  newBackup,
  backupOverdue,
  findBackup,
  findOverdueBackups,
  restoreBackup,
  backupDropdown,
  backupTableDropdown,
];

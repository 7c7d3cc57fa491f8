package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// applicationID marks the file as quarry's: "qrry" in ASCII. file(1) and the
// sqlite3 shell show it.
const applicationID = 0x71727279

//go:embed migrations/*.sql
var migrationFiles embed.FS

// schema returns the migrations in order: the first makes version 1. A
// migration that was released is never edited.
func schema() []string {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil // the pattern is a constant
	}
	all := make([]string, 0, len(names))
	for _, name := range names { // sorted by name
		text, err := migrationFiles.ReadFile(name)
		if err != nil {
			return nil // embedded
		}
		all = append(all, string(text))
	}
	return all
}

// migrate brings the database from version from to the newest, all or nothing.
func migrate(ctx context.Context, db *sql.DB, from int, steps []string) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, undo(tx)) }()
	for i, step := range steps[from:] {
		if _, err := tx.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("migration to schema %d: %w", from+i+1, err)
		}
	}
	mark := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, len(steps))
	if _, err := tx.ExecContext(ctx, mark); err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return err
	}
	dangling := rows.Next()
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	if dangling {
		return fmt.Errorf("migration to schema %d leaves rows that refer to nothing", len(steps))
	}
	return tx.Commit()
}

// undo rolls back what was not committed.
func undo(tx *sql.Tx) error {
	if err := tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return err
	}
	return nil
}

// backup writes a copy of the database beside it and returns its path. An older
// copy of the same version is kept as well.
func backup(ctx context.Context, db *sql.DB, path string, version int) (string, error) {
	base := fmt.Sprintf("%s.v%d.bak", path, version)
	to := base
	for i := 2; ; i++ {
		// VACUUM INTO takes an empty file as it is, mode included.
		err := createPrivate(to)
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", err
		}
		to = fmt.Sprintf("%s-%d", base, i)
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", to); err != nil {
		return "", errors.Join(fmt.Errorf("copy before the migration: %w", err), os.Remove(to))
	}
	return to, syncFile(to)
}

// syncFile brings a file to the disk.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

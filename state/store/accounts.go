package store

import "context"

// Accounts lists the accounts of which anything is kept, in ascending order.
func (s *Store) Accounts(ctx context.Context) ([]string, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.leave()
	var all []string
	err := s.rows(ctx, "SELECT text FROM account ORDER BY text", nil, func(scan func(...any) error) error {
		var account string
		err := scan(&account)
		all = append(all, account)
		return err
	})
	return all, err
}

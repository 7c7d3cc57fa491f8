package source

import "time"

// Looks sets how long a look at the disk may take.
func (d *Disk) Looks(most time.Duration) { d.looking = most }

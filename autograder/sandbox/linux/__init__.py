"""What Linux offers to confine a process: namespaces, system-call filters, control groups."""

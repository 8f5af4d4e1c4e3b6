"""What people and their tools look at: findings in six formats, and the tables of a build."""

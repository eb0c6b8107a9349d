"""What checks say, as text, HTML, JUnit and Markdown; students get this folder, too."""
